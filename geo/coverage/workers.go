package coverage

import (
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// eachTask runs tasks 0 to n-1, each once, on so many goroutines, and waits for
// them. Which worker runs which task is not determined: what they find must not
// depend on it. It stops early at an error.
func eachTask(workers, n int, run func(worker, task int) error) error {
	var next atomic.Int64
	var group errgroup.Group
	for w := range min(workers, n) {
		group.Go(func() error {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return nil
				}
				if err := run(w, i); err != nil {
					next.Store(int64(n))
					return err
				}
			}
		})
	}
	return group.Wait()
}
