Console.WriteLine("goldcrest");
