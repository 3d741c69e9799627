package model

import "slices"

// StagePath gives the stages through which a record of a kind comes from one stage
// to another, the last of them to, by the fewest moves that need no reason. It is
// empty when it is there already; ok is false when there is no such way.
func StagePath(k Kind, from, to Stage) (path []Stage, ok bool) {
	if from == to {
		return nil, true
	}
	came := map[Stage]Stage{}
	for queue := []Stage{from}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		for _, next := range NextStages(k, at) {
			if _, seen := came[next]; seen || next == from || MoveNeedsReason(k, at, next) {
				continue
			}
			came[next] = at
			if next == to {
				for s := to; s != from; s = came[s] {
					path = append(path, s)
				}
				slices.Reverse(path)
				return path, true
			}
			queue = append(queue, next)
		}
	}
	return nil, false
}
