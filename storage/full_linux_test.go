package storage

import (
	"context"
	"errors"
	"path/filepath"
	"syscall"
	"testing"
)

// The same on a file system that is really full. Making one takes rights that not every machine gives.
func TestAFullFileSystem(t *testing.T) {
	dir := t.TempDir()
	size := func(flags uintptr, size string) error {
		return syscall.Mount("tmpfs", dir, "tmpfs", flags, "size="+size)
	}
	if err := size(0, "1m"); err != nil {
		t.Skipf("no small file system can be mounted here (%v); TestAFullDiskLeavesNoHalfAct tests the same with SQLite's own limit", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	r := newRegister(t, sqlite{filepath.Join(dir, "convenant.db")})
	drafting := deciding(act(t, `{"handeling":"opstellen","gegevens":{"sjabloon":"algemeen","naam":"Proef","partijen":[{"id":"p1","naam":"Gemeente 1"}]}}`), day("2024-01-01"))
	made := 0
	for ; ; made++ {
		before := dump(t, r)
		_, err := r.Draft(context.Background(), Key{}, drafting)
		if err == nil {
			continue
		}
		if !errors.Is(err, ErrFull) {
			t.Fatalf("on a full file system: %v", err)
		}
		unchanged(t, r, before, "an act that did not fit")
		break
	}
	sound(t, r)
	if err := size(syscall.MS_REMOUNT, "16m"); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Draft(context.Background(), Key{}, drafting); err != nil {
		t.Errorf("with room again: %v", err)
	}
	if v, err := r.Verify(context.Background(), nil); err != nil || v.Convenanten != made+1 {
		t.Errorf("%d convenanten were acknowledged, %+v are there: %v", made+1, v, err)
	}
}
