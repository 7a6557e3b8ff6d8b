"""The chat as a visitor sees it: the page object of the browser tests."""

from pathlib import Path

from playwright.sync_api import ConsoleMessage, Locator, Page, expect


class ChatPage:
    """Opens the chat at `address` and records every request, page error and console error."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.asked = 0
        self.requests: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._console)
        page.goto(address)
        expect(self.question).to_be_visible(timeout=30_000)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    @property
    def question(self) -> Locator:
        """The question box."""
        return self.page.get_by_label("Your question", exact=True).and_(self.page.locator("textarea"))

    @property
    def reply(self) -> Locator:
        """The latest reply."""
        return self.page.locator("#chat .reply").last

    @property
    def sources(self) -> Locator:
        """The cards of the latest answer's sources."""
        return self.page.locator("#sources details").first.locator(".source")

    @property
    def examples(self) -> Locator:
        """The example questions of the empty screen."""
        return self.page.locator("#chat button.example")

    @property
    def follow_ups(self) -> Locator:
        """The suggested next questions."""
        return self.page.locator("#chat button.option")

    def ask(self, question: str) -> None:
        """Type a question and send it with the keyboard."""
        self.question.fill(question)
        self.question.press("Enter")
        self.asked += 1

    def choose(self, button: Locator) -> None:
        """Ask by an example or a follow-up button."""
        button.click()
        self.asked += 1

    def start_again(self) -> None:
        """Begin a new conversation."""
        self.page.get_by_role("button", name="New conversation").click()
        self.asked = 0
        expect(self.examples.first).to_be_visible()

    def wait_until_answered(self, timeout_s: float = 30) -> None:
        """Wait, `timeout_s` seconds at most, until every question asked has its whole reply, of whatever kind."""
        send = self.page.get_by_role("button", name="Send the question")
        expect(self.page.locator("#chat .reply.finished")).to_have_count(self.asked, timeout=timeout_s * 1000)
        expect(send).to_be_visible(timeout=timeout_s * 1000)

    def foreign_requests(self) -> list[str]:
        """Requests that left the chat's own address."""
        return [url for url in self.requests if not url.startswith((self.address, "data:", "blob:"))]

    def screenshot(self, path: Path) -> None:
        """Save what is visible."""
        self.page.screenshot(path=path)
