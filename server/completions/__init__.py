"""OpenAI's chat completions: the advisor behind the interface that chat clients already speak."""
