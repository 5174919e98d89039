"""Operations against real tools."""
