package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// What Linux tells of processes, from /proc (proc(5)).

// environ is the environment that a process began with, as name=value.
func environ(pid int) ([]string, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid))
	if err != nil {
		return nil, err
	}
	return strings.FieldsFunc(string(raw), func(r rune) bool { return r == 0 }), nil
}

func lookup(environment []string, name string) string {
	for _, pair := range environment {
		if value, ok := strings.CutPrefix(pair, name+"="); ok {
			return value
		}
	}
	return ""
}

// resident is the memory that a process holds, and the most it ever held, in MiB.
func resident(pid int) (now, most float64, err error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, 0, err
	}
	for line := range strings.Lines(string(raw)) {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		kib, _ := strconv.ParseFloat(fields[1], 64) // other lines hold words
		switch fields[0] {
		case "VmRSS:":
			now = kib / 1024
		case "VmHWM:":
			most = kib / 1024
		}
	}
	return now, most, nil
}

// tick is the unit of CPU times: USER_HZ is 100 on every Linux that Go runs on.
const tick = 10 * time.Millisecond

// cpuTime is the CPU time that a process has used.
func cpuTime(pid int) (used time.Duration, parent int, err error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, 0, err
	}
	fields := bytes.Fields(raw[bytes.LastIndexByte(raw, ')')+1:]) // the name before it may hold blanks; from here on fields[0] is the third
	if len(fields) < 13 {
		return 0, 0, fmt.Errorf("/proc/%d/stat has too few fields", pid)
	}
	parent, _ = strconv.Atoi(string(fields[1]))
	user, _ := strconv.ParseInt(string(fields[11]), 10, 64)
	system, _ := strconv.ParseInt(string(fields[12]), 10, 64)
	return time.Duration(user+system) * tick, parent, nil
}

// busyTime is the time that all cores together have worked.
func busyTime() (time.Duration, error) {
	raw, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0, err
	}
	line, _, _ := strings.Cut(string(raw), "\n")
	var busy int64
	for i, field := range strings.Fields(line) { // "cpu", user, nice, system, idle, iowait, irq, softirq; guests are counted as users
		if ticks, _ := strconv.ParseInt(field, 10, 64); i != 4 && i != 5 && i < 8 {
			busy += ticks
		}
	}
	return time.Duration(busy) * tick, nil
}

// postgresProcess is the name by which processes are watched whose children are told apart by the database they serve.
const postgresProcess = "postgres"

// cpuTimes adds up the CPU time of each watched process; of Postgres, that of the backends of each database and that of the rest.
func cpuTimes(watched map[string]int) (map[string]time.Duration, error) {
	times := map[string]time.Duration{}
	for name, pid := range watched {
		if name == postgresProcess {
			if err := addBackends(times, pid); err != nil {
				return nil, err
			}
			continue
		}
		used, _, err := cpuTime(pid)
		if err != nil {
			return nil, err
		}
		times[name] = used
	}
	return times, nil
}

// addBackends looks at a Postgres server's children. Their titles begin "postgres: USER DATABASE " (Postgres documentation, 27.1).
func addBackends(times map[string]time.Duration, server int) error {
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return err
	}
	for _, stat := range stats {
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(stat)))
		used, parent, err := cpuTime(pid)
		if err != nil || (parent != server && pid != server) {
			continue // ended meanwhile, or another user's
		}
		title, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
		times[backendOf(string(bytes.TrimRight(title, "\x00")))] += used
	}
	return nil
}

// backendOf tells a backend of one of the databases from what the server does for itself: writing back, logging ahead, vacuuming.
func backendOf(title string) string {
	words := strings.Fields(title)
	if len(words) < 3 {
		return "postgres, own work"
	}
	switch database := words[2]; {
	case database == "countersign", strings.HasPrefix(database, "temporal"), strings.HasPrefix(database, "bench_"):
		return "postgres, " + database
	}
	return "postgres, own work"
}
