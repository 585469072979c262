"""任务: which unit is inspected today, how far it has come, which room is next."""
