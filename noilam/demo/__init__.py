"""A year of fictional life at Đảng bộ xã Sông Hiền, lived through the actions."""
