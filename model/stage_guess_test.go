package model

import (
	"testing"

	"tradedesk/model/text"
)

// A word that stands for two stages of a kind would be guessed at random.
func TestStageWordsMeanOneStage(t *testing.T) {
	for kind, stages := range stageWords {
		meaning := make(map[string]Stage)
		for _, stage := range Stages(kind) {
			meaning[text.PlainWords(string(stage))] = stage
		}
		for stage, words := range stages {
			for _, word := range words {
				folded := text.PlainWords(word)
				if other, ok := meaning[folded]; ok && other != stage {
					t.Errorf("%s: %q means both %s and %s", kind, word, stage, other)
				}
				meaning[folded] = stage
			}
		}
	}
}
