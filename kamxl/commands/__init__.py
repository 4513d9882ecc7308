"""What people can do: each command is a plain function, arguments in, a result out. It knows ports, never a host."""
