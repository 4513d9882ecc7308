"""The kinds of check that a department may choose from in 设置·自定规则, one file each."""
