"""等级下降: the grade by value is worse than a quarter ago."""

from __future__ import annotations

from collections.abc import Iterator

from ..risk import Level, Risk, Sign, Watch


def find(watch: Watch) -> Iterator[Sign]:
    for customer in watch.active:
        was, now = watch.grades_before.get(customer.name, ""), watch.grades.get(customer.name, "")
        if was and now and now > was:
            level = Level.HIGH if was == "A" else Level.LOW
            yield watch.sign(
                "grade_drop",
                level,
                customer,
                f"价值等级由 {was} 级降为 {now} 级",
                "分析份额变化，调整拜访频次和客户等级",
            )


RISK = Risk(id="grade_drop", zh="等级下降", meaning="按年度价值的等级比上季度低", find=find, of_all=True)
