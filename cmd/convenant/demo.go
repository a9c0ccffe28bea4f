package main

import (
	"context"
	"errors"
)

func runDemo(_ context.Context, args []string, s streams) error { return errors.New("not yet") }
