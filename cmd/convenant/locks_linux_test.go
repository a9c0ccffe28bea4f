package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"convenant/workflow"
)

// A process that closes a file gives up all the locks that it has on it. If serve does so with a file that SQLite has open,
// the next program that opens it believes to be alone, and takes the journal away under it.
func TestServeHoldsOnToItsFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "convenant.db")
	h := newHands(t, file)
	i := h.start()
	h.must(workflow.Secretariat, "GET", "/convenanten", "")
	about, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	locks, err := os.ReadFile("/proc/locks")
	if err != nil {
		t.Fatal(err)
	}
	inode := about.Sys().(*syscall.Stat_t).Ino
	pid := fmt.Sprint(i.process.Process.Pid)
	for line := range strings.Lines(string(locks)) {
		cells := strings.Fields(line)
		if len(cells) > 5 && cells[4] == pid && strings.HasSuffix(cells[5], fmt.Sprintf(":%d", inode)) {
			return
		}
	}
	t.Errorf("process %s has no lock on the file with inode %d:\n%s", pid, inode, locks)
}
