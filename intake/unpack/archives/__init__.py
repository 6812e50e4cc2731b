"""Archives of files: zip, rar, 7z, tar."""
