-- What Excel for macOS may do outside of its sandbox for kamxl: ask the resident process, start it, read its endpoint file.
-- The add-in's VBA calls these handlers with AppleScriptTask; each takes one text, its parts one a line.

on ask(given)
	set AppleScript's text item delimiters to linefeed
	set address to text item 1 of given
	set token to text item 2 of given
	set path to text item 3 of given
	set body to (text items 4 thru -1 of given) as text
	set AppleScript's text item delimiters to ""
	set socket to text 6 thru -1 of address
	set command to "printf %s " & quoted form of body & " | /usr/bin/curl --silent --max-time 900 --unix-socket " & quoted form of socket
	set command to command & " --header 'Content-Type: application/json' --header 'Accept: text/plain'"
	set command to command & " --header " & quoted form of ("X-Kamxl-Token: " & token)
	set command to command & " --write-out '\\n%{http_code}' --data-binary @- http://localhost" & path
	try
		set answer to do shell script command without altering line endings
	on error number code
		-- 52, 56: the connection ended without or within an answer
		if code is 52 or code is 56 then return "broken"
		return ""
	end try
	if answer ends with "200" then return "200" & linefeed & (text 1 thru -5 of answer)
	return ""
end ask

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
