"""The volume as a Word file: what the editor works in and the printing house takes."""
