"""Messages about notifications."""

from ..text import Message

MESSAGES = {
    "bad_file": Message(
        "通知设置 {path} 有误：{reason}。",
        "The notification settings {path} are wrong: {reason}.",
        "请对照文档改正；机器人地址须以 https:// 开头。",
        "Correct them by the documentation; a robot's address begins with https://.",
    ),
    "none": Message(
        "本机没有设置通知渠道（{path}）。",
        "No channel is set up on this computer ({path}).",
        "请按文档建立该文件；未设置时不会发送任何内容。",
        "Make the file as the documentation says; nothing is sent without it.",
    ),
    "refused": Message(
        "{channel} 没有接收通知：{reason}。",
        "{channel} did not take the notification: {reason}.",
        "请检查地址、密钥和网络。",
        "Check the address, the secret and the network.",
    ),
}
