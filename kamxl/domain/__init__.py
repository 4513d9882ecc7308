"""The business, as pure code: forms, rules, flows, KPIs, periods, people, findings.

Nothing here reads a file, knows a spreadsheet or imports pandas. It imports nothing of ours but ``errors``.
"""
