package kit

import "countersign/core/integration"

// Proof is the cheapest question that needs a right which reading can prove.
type Proof struct {
	Right integration.Right
	Path  string // or the name of a list, as the vendor's room asks for one
	Key   string // what the vendor's room needs beside the path; may be empty
}

// Prove asks the questions of a check in their order and returns the first failure.
func Prove[Question any](questions []Question, ask func(Question) error) error {
	for _, question := range questions {
		if err := ask(question); err != nil {
			return err
		}
	}
	return nil
}
