"""The numbers of PostgreSQL's advisory locks, in one place, so that no two things take the same one."""

MIGRATIONS = 7_152_001
#: Whoever publishes or retires a definition holds it alone; batches share it.
DEFINITIONS = 7_152_002
#: Lines are written one after another; the chain has no branches.
AUDIT = 7_152_003
#: Whoever folds how many have which score.
BOARD_COUNTS = 7_152_004
#: Whoever folds the versions of boards.
BOARD_VERSIONS = 7_152_005
#: Whoever looks at the places of those who want to hear of them.
PLACES = 7_152_006
#: Whoever changes the list holds it alone; whoever meets somebody new shares it.
BOTS = 7_152_007
#: Whoever writes on what was there at one moment.
AT_REST = 7_152_008
