import numpy as np
import torch
from torch import nn

table = torch.tensor(np.loadtxt("data/cooling.csv", delimiter=",", skiprows=1), dtype=torch.float32)
mean, std = table.mean(0), table.std(0)
scaled = (table - mean) / std
x, y = scaled[:, :-1], scaled[:, -1:]

torch.manual_seed(1)
model = nn.Sequential(nn.Linear(4, 16), nn.Tanh(), nn.Linear(16, 16), nn.Tanh(), nn.Linear(16, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
train = torch.utils.data.TensorDataset(x[:800], y[:800])
for epoch in range(100):
    for inputs, targets in torch.utils.data.DataLoader(train, batch_size=32, shuffle=True):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(inputs), targets)
        loss.backward()
        optimizer.step()

with torch.no_grad():
    mse = nn.functional.mse_loss(model(x[800:]), y[800:])
    print("Error on the test rows:", (mse.sqrt() * std[-1]).item())
    cup = (torch.tensor([[90.0, 20, 1, 10]]) - mean[:-1]) / std[:-1]
    print("After ten minutes:", (model(cup) * std[-1] + mean[-1]).item())
