"""Raw mails, each under the hash of its bytes, wherever the settings put them."""
