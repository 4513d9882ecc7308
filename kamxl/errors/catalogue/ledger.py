"""Messages about the record of events."""

from ..text import Message

MESSAGES = {
    "unreachable": Message(
        "审批记录 {place} 现在不能读写:{reason}。",
        "The ledger {place} cannot be read or written now: {reason}.",
        "请检查网络和共享文件夹是否可用、磁盘是否已满;没有写入任何内容。",
        "Check the network, the shared folder and the disk's space; nothing was written.",
    ),
    "damaged": Message(
        "审批记录中的事件 {event} 已损坏:{reason}。",
        "Event {event} of the ledger is damaged: {reason}.",
        "请运行 kamxl audit 查看详情,并从备份恢复该事件。",
        "Run kamxl audit for details and restore the event from a backup.",
    ),
}
