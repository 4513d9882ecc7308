"""One file a rule: ``RULE``. The file name is the rule's id."""
