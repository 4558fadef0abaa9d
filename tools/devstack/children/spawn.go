package children

import (
	"os/exec"
	"runtime"
	"sync"
)

// Linux sends a child its parent-death signal when the *thread* that started it
// ends, not the process, and Go ends threads as it likes. So one goroutine that
// never lets go of its thread starts every child.
var spawner = sync.OnceValue(func() chan<- spawn {
	requests := make(chan spawn)
	go func() {
		runtime.LockOSThread()
		for r := range requests {
			r.started <- r.command.Start()
		}
	}()
	return requests
})

type spawn struct {
	command *exec.Cmd
	started chan error
}

func start(command *exec.Cmd) error {
	r := spawn{command, make(chan error, 1)}
	spawner() <- r
	return <-r.started
}
