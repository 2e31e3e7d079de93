"""What the text itself writes as an equation: 49*50=2450, 总收入：2450+98=2548, (95+98)÷2＝96.5."""
