"""Final texts (定稿): what a reply says of each case that was asked for, what is taken, how each case stands."""
