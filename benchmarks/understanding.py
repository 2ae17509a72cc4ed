from benchmarks.replies import *
