/** Times MPI_Allreduce as time-sum.mjs times `sum`: the same lengths, rounds and output. */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>

static int compare(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void timeLength(int length, int rounds, int isPrinted) {
  float *values = calloc((size_t)length, sizeof(float));
  double *times = calloc((size_t)rounds, sizeof(double));
  for (int round = -2; round < rounds; round++) {
    MPI_Barrier(MPI_COMM_WORLD);
    const double start = MPI_Wtime();
    MPI_Allreduce(MPI_IN_PLACE, values, length, MPI_FLOAT, MPI_SUM, MPI_COMM_WORLD);
    if (round >= 0) times[round] = MPI_Wtime() - start;
  }
  qsort(times, (size_t)rounds, sizeof(double), compare);
  if (isPrinted) {
    printf("{\"length\":%d,\"quartiles\":[%.4f,%.4f,%.4f]}\n", length, 1e3 * times[rounds / 4], 1e3 * times[rounds / 2],
           1e3 * times[rounds * 3 / 4]);
  }
  free(values);
  free(times);
}

/** time-sum ROUNDS LENGTH… */
int main(int count, char **words) {
  int rank = 0;
  MPI_Init(&count, &words);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  for (int i = 2; i < count; i++) timeLength(atoi(words[i]), atoi(words[1]), rank == 0);
  MPI_Finalize();
}
