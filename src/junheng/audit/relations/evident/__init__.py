"""Relations evident from the figures themselves: the second reading, of what no grammar has read.

People tell one thing in a hundred ways, but the arithmetic is the same. A figure with a word beside it that says it
was worked out (率, 结余, 增长, 生均, 共) is held against the figures near it; a reading that comes out is kept where it
is no accident. How likely an accident is, is counted: each reading tried adds the chance that figures with nothing
to do with each other come to the printed one, and the search stops when the chances borne are used up, so the nearest
figures have the first say. A reading that does not come out is kept only where one slip of the pen (two digits swapped,
one lost, a rate cut instead of rounded) turns the printed figure into the computed one: that is no accident either.
"""

from junheng.audit.relations.evident.second import second_reading

__all__ = ["second_reading"]
