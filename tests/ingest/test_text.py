import pytest

from stance.ingest import read_article
from stance.ingest.text import LONGEST_ARTICLE, title_of


def write(folder, data, name="strike.txt"):
    path = folder / name
    path.write_bytes(data)
    return path


def test_the_text_is_kept_to_the_character_and_the_title_found(tmp_path):
    data = "\n# Strike ends\r\n\r\nDockers “went back”.\r\n"
    article = read_article(write(tmp_path, data.encode()))
    assert (article.id, article.title, article.text) == ("strike", "Strike ends", data)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Taxes rise\n\nThe house voted.", "Taxes rise"),
        ("One paragraph only.", ""),
        ("A line.\nAnother line.\n", ""),
        ("x" * 300 + "\n\nThe house voted.", ""),
        ("", ""),
    ],
)
def test_a_title_is_a_first_line_set_apart(text, title):
    assert title_of(text) == title


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"\x89PNG\0\0\0\x0d", "is a binary file"),
        ("Le président a parlé".encode("latin-1"), "is not utf-8"),
        ("“”\"'".encode(), "holds no words"),
        (b"a" * (LONGEST_ARTICLE + 1), "split it"),
    ],
)
def test_what_is_no_article_is_refused_in_one_sentence(tmp_path, data, message):
    path = write(tmp_path, data)
    with pytest.raises(ValueError, match=message) as error:
        read_article(path)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_another_encoding_is_read_when_it_is_named(tmp_path):
    path = write(tmp_path, "Le président a parlé".encode("cp1252"))
    assert read_article(path, "cp1252").text == "Le président a parlé"
    with pytest.raises(ValueError, match="no encoding 'klingon'"):
        read_article(path, "klingon")


def test_a_folder_or_a_missing_file_is_no_article(tmp_path):
    with pytest.raises(ValueError, match="is a folder"):
        read_article(tmp_path)
    with pytest.raises(OSError, match="absent"):
        read_article(tmp_path / "absent.txt")
