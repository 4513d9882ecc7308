"""Excel as a live host: the add-in built from text, its installation, and where its workbooks really are."""
