def check_resolved(s): return []
def check_all(s): return []
