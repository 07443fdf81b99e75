"""The mail room: messages and the ways they travel; it sees finished notices and nothing behind them."""
