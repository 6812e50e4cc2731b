"""An office's own files go before those that were shipped."""

from tracker.office.assets import config_dir, own_or_shipped, template_folders, templates_dir
from tracker.office.folder import DataDir


def test_own_or_shipped(tmp_path):
    data = DataDir(tmp_path)
    assert own_or_shipped(data.workdays, "workdays.toml") == config_dir() / "workdays.toml"
    data.workdays.write_text("", encoding="utf-8")
    assert own_or_shipped(data.workdays, "workdays.toml") == tmp_path / "workdays.toml"


def test_template_folders(tmp_path):
    data = DataDir(tmp_path)
    assert template_folders(data) == (templates_dir(),)
    data.templates.mkdir()
    assert template_folders(data) == (tmp_path / "templates", templates_dir())
