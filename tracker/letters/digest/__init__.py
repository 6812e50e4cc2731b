"""The coordinator's daily letter (每日报送情况): when it goes, to whom, what it says."""
