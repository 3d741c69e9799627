// Package resident says how much memory the program has, and lets go of the pages of a
// bbolt file that it has read. Whatever was read of a mapped file counts as memory of the
// program until the system takes it back, which it does only when others need it.
package resident
