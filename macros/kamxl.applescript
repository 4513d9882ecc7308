-- What Excel for macOS may do outside of its sandbox for kamxl: ask the resident process,
-- waiting for the answer or not, start it, read its endpoint file. While VBA runs Excel serves no Apple event, so a press, for
-- which Python works on the workbook, must not be waited for.
-- The add-in's VBA calls these handlers with AppleScriptTask; each takes one text, its parts one a line.

on ask(given)
	try
		set answer to do shell script (my question(given, 1)) without altering line endings
	on error number code
		-- 52, 56: the connection ended without or within an answer
		if code is 52 or code is 56 then return "broken"
		return ""
	end try
	if answer ends with "200" then return "200" & linefeed & (text 1 thru -5 of answer)
	return ""
end ask

-- Asks without waiting: the first line is the file into which the answer goes, with HTTP's code and curl's below it.
on begin(given)
	set AppleScript's text item delimiters to linefeed
	set target to text item 1 of given
	set AppleScript's text item delimiters to ""
	set part to quoted form of (target & ".part")
	set command to "(" & (my question(given, 2)) & "; printf '\\n%s' $?) > " & part & " 2>/dev/null"
	try
		do shell script "rm -f " & quoted form of target & "; (" & command & "; mv " & part & " " & quoted form of target & ") > /dev/null 2>&1 &"
		return "begun"
	on error
		return ""
	end try
end begin

on collect(target)
	try
		set answer to do shell script "/bin/cat " & quoted form of target & " && /bin/rm " & quoted form of target without altering line endings
	on error
		return "waiting"
	end try
	if answer ends with (linefeed & "200" & linefeed & "0") then return "200" & linefeed & (text 1 thru -7 of answer)
	return "broken"
end collect

-- The shell command that puts a question; its parts begin with that line of what was given.
on question(given, n)
	set AppleScript's text item delimiters to linefeed
	set address to text item n of given
	set token to text item (n + 1) of given
	set path to text item (n + 2) of given
	set body to (text items (n + 3) thru -1 of given) as text
	set AppleScript's text item delimiters to ""
	set socket to text 6 thru -1 of address
	set command to "printf %s " & quoted form of body & " | /usr/bin/curl --silent --max-time 900 --unix-socket " & quoted form of socket
	set command to command & " --header 'Content-Type: application/json' --header 'Accept: text/plain'"
	set command to command & " --header " & quoted form of ("X-Kamxl-Token: " & token)
	return command & " --write-out '\\n%{http_code}' --data-binary @- http://localhost" & path
end question

on start(given)
	set AppleScript's text item delimiters to linefeed
	set python to text item 1 of given
	set home to text item 2 of given
	set AppleScript's text item delimiters to ""
	try
		do shell script "test -x " & quoted form of python
		do shell script "KAMXL_RESIDENT_HOME=" & quoted form of home & " " & quoted form of python & " -m kamxl.hosts.resident > /dev/null 2>&1 &"
		return "started"
	on error
		return ""
	end try
end start

on read(path)
	try
		return do shell script "/bin/cat " & quoted form of path without altering line endings
	on error
		return ""
	end try
end read
