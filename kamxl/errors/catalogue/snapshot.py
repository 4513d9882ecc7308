"""Messages about the cache of the department's records."""

from ..text import Message

MESSAGES = {
    "busy": Message(
        "缓存 {path} 现在不能写入：{reason}。",
        "The cache {path} cannot be written now: {reason}.",
        "可能另一个 kamxl 正在刷新，或磁盘已满；请稍后再刷新。工作簿没有被改动。",
        "Another kamxl may be refreshing, or the disk is full; refresh again later. No workbook was changed.",
    ),
}
