"""Channels for notifications: group robots of 企业微信, 钉钉 and 飞书, and e-mail. Configured on one machine, off by default."""
