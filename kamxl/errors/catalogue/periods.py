"""Messages about months, quarters and years."""

from ..text import Message

MESSAGES = {
    "unknown": Message(
        "看不懂期间“{text}”。",
        "“{text}” is not a period.",
        "请写成 2026Q3、2026年第3季度、2026-03、2026年3月、2026、本季度、上季度或去年同期。",
        "Write 2026Q3, 2026年第3季度, 2026-03, 2026年3月, 2026, 本季度, 上季度 or 去年同期.",
    ),
    "year_out_of_range": Message(
        "期间“{text}”的年份超出范围。",
        "The year of “{text}” is out of range.",
        "年份应在 {first} 到 {last} 之间。",
        "Give a year from {first} to {last}.",
    ),
}
