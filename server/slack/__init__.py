"""The Slack app: questions from Slack, answers as messages that grow. Imported only where one is configured."""
