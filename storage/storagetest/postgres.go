// Package storagetest gives tests a real PostgreSQL: one server for a test binary, on this machine and for it alone, and
// a database of its own for whoever asks.
package storagetest

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/lib/pq" // the driver
)

// Server is a PostgreSQL server that a test can stop, kill and start again.
type Server struct {
	dir    string
	port   int
	owner  *syscall.Credential // a server may not run as root
	output bytes.Buffer
	stop   func(syscall.Signal) error
	made   atomic.Int64
}

var (
	shared     *Server
	sharedOnce sync.Once
	errShared  error
)

// Tests are the tests of a package, after which the server that they shared is stopped.
type Tests struct{ *testing.M }

// Run runs them and returns the exit status.
func (t Tests) Run() int {
	code := t.M.Run()
	Stop()
	return code
}

// Stop stops the server that tests shared, if there is one: for a TestMain that has more to clear away.
func Stop() {
	if shared != nil {
		shared.Remove()
	}
}

// Main runs the tests of a package. Call it from TestMain.
func Main(m *testing.M) { os.Exit(Tests{m}.Run()) }

// Postgres returns the URL of a new, empty database on the server that the tests of this binary share.
func Postgres(t testing.TB) string {
	t.Helper()
	sharedOnce.Do(func() { shared, errShared = Start() })
	if errShared != nil {
		t.Fatalf("these tests need a PostgreSQL server (Debian: apt-get install postgresql): %v", errShared)
	}
	return shared.Database(t)
}

// Start sets up a server in a directory of its own and starts it.
func Start() (s *Server, err error) {
	s = &Server{}
	if s.dir, err = os.MkdirTemp("", "convenant-postgres-"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(s.dir))
		}
	}()
	if os.Geteuid() == 0 {
		if s.owner, err = ownerOf(s.dir); err != nil {
			return nil, err
		}
	}
	initdb, err := s.command("initdb", "-D", s.dir+"/data", "-U", "convenant", "-A", "trust", "-E", "UTF8", "--locale", "C", "--no-sync")
	if err != nil {
		return nil, err
	}
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	if s.port, err = freePort(); err != nil {
		return nil, err
	}
	return s, s.Run()
}

// Program finds a program that comes with the server: on the path, or where Debian puts it.
func Program(name string) (string, error) {
	if found, err := exec.LookPath(name); err == nil {
		return found, nil
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if err != nil || len(found) == 0 {
		return "", fmt.Errorf("%s is not on the path, nor in /usr/lib/postgresql", name)
	}
	return found[len(found)-1], nil
}

// ownerOf gives a directory to the user that the server runs as.
func ownerOf(dir string) (*syscall.Credential, error) {
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, os.Chown(dir, uid, gid)
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

func (s *Server) command(name string, args ...string) (*exec.Cmd, error) {
	program, err := Program(name)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(program, args...)
	cmd.Dir = s.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.owner}
	return cmd, nil
}

// Run starts the server, and returns when it answers.
func (s *Server) Run() error {
	cmd, err := s.command("postgres", "-D", s.dir+"/data", "-p", strconv.Itoa(s.port), "-k", s.dir,
		"-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200", "-c", "log_min_messages=fatal")
	if err != nil {
		return err
	}
	cmd.Stdout, cmd.Stderr = &s.output, &s.output
	dieWithTests(cmd)
	started, ended := make(chan error), make(chan error, 1)
	go func() {
		runtime.LockOSThread() // the server dies with the thread that started it, so that one stays
		err := cmd.Start()
		started <- err
		if err == nil {
			ended <- cmd.Wait()
		}
	}()
	if err := <-started; err != nil {
		return err
	}
	s.stop = func(how syscall.Signal) error {
		if err := cmd.Process.Signal(how); err != nil {
			return err
		}
		<-ended
		return nil
	}
	return s.answers(ended)
}

// answers waits until the server takes connections, or is gone.
func (s *Server) answers(ended <-chan error) error {
	db, err := sql.Open("postgres", s.URL("postgres"))
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // nothing was written
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if err = db.PingContext(ctx); err == nil {
			return nil
		}
		select {
		case e := <-ended:
			return fmt.Errorf("postgres ended: %w\n%s", e, s.output.String())
		case <-ctx.Done():
			return fmt.Errorf("postgres does not answer: %w", err)
		case <-tick.C:
		}
	}
}

// Stop ends the server: it breaks off what is under way, as an operator who restarts it does.
func (s *Server) Stop() error { return s.stop(syscall.SIGINT) }

// Kill ends the server without warning, as a crash does.
func (s *Server) Kill() error { return s.stop(syscall.SIGQUIT) }

// Remove ends the server and takes its files away.
func (s *Server) Remove() {
	_ = s.Kill()
	_ = os.RemoveAll(s.dir)
}

// URL names a database on the server; every server has one called postgres.
func (s *Server) URL(database string) string {
	return fmt.Sprintf("postgres://convenant@127.0.0.1:%d/%s?sslmode=disable", s.port, database)
}

// Database returns the URL of a new, empty database.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	return s.create(t, "")
}

// Copy returns the URL of a new database that is a copy of one that Postgres gave, to which nobody is connected.
func Copy(t testing.TB, of string) string {
	t.Helper()
	u, err := url.Parse(of)
	if err != nil {
		t.Fatal(err)
	}
	return shared.create(t, " TEMPLATE "+path.Base(u.Path))
}

func (s *Server) create(t testing.TB, from string) string {
	t.Helper()
	name := fmt.Sprintf("register_%d", s.made.Add(1))
	db, err := sql.Open("postgres", s.URL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // what was made is there
	if _, err := db.Exec("CREATE DATABASE " + name + from); err != nil {
		t.Fatal(err)
	}
	return s.URL(name)
}
