package main

import (
	"runtime/debug"
	"testing"
)

func TestVersionNamesTheCommitAndWhetherThereWasMore(t *testing.T) {
	info := &debug.BuildInfo{GoVersion: "go1.26.0", Main: debug.Module{Version: "v1.2.0"}}
	for _, c := range []struct {
		settings []debug.BuildSetting
		want     string
	}{
		{nil, "convenant v1.2.0, go1.26.0"},
		{[]debug.BuildSetting{{Key: "vcs.revision", Value: "a1b2"}, {Key: "vcs.modified", Value: "false"}}, "convenant v1.2.0, commit a1b2, go1.26.0"},
		{[]debug.BuildSetting{{Key: "vcs.revision", Value: "a1b2"}, {Key: "vcs.modified", Value: "true"}}, "convenant v1.2.0, commit a1b2 with changes, go1.26.0"},
	} {
		info.Settings = c.settings
		if got := versionLine(info); got != c.want {
			t.Errorf("%q, not %q", got, c.want)
		}
	}
}
