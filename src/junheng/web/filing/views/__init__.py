"""The pages of filing, by who works on them: the clerk, the principal, the bureau."""
