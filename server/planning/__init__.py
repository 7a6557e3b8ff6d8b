"""Plans: constraints in, the best stack and team out, solved exactly over Tables III and IV."""
