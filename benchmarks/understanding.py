import sys
from collections import Counter, defaultdict
from benchmarks.replies import *
