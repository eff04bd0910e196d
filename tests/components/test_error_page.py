from components.error_page import error_page


def test_what_is_wrong_is_said_as_text() -> None:
    page = error_page(404, "Not <found>", "There is no “<script>alert(1)</script>”.")
    assert "<h1>Not &lt;found&gt;</h1>" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_it_needs_no_inline_script() -> None:
    assert "<script>" not in error_page(500, "a", "b")
